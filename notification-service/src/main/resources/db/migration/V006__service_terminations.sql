-- Decisions that the service ends, as far as people were told of them. Decided and withdrawn are heard of in either order.
create table service_terminations (
  termination_id uuid primary key,
  ends_at timestamptz,
  withdrawn_at timestamptz
);
