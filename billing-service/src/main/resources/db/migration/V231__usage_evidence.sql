-- What shows a customer that the answer was the model's own (P03), null from a relay that did not tell; and what models other
-- than the requested one used of a call, with the versions of their prices, null for none.
alter table usage
  add column changes text,
  add column answered_model text,
  add column model_as_asked boolean,
  add column other_models text;
