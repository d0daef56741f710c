-- Rates of sound and pictures that a version names, one text like its tiers (ADR 0024); empty where it names none, and then they
-- cost what text does in their place.
alter table official_price add column media text not null default '';
