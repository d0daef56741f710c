-- What shows a customer that the answer was the model's own (P03). Null: from a relay that did not tell.
alter table usage
  add column changes text,
  add column answered_model text,
  add column model_as_asked boolean;
