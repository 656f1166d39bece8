-- What is asked and what was answered: forms, their submissions, and the deals that submissions register.

create table form (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  name text not null,
  -- What a submission is: a message, a lead, a deal, or the record of a conversion.
  purpose text collate "C" not null check (purpose in ('GENERAL', 'LEAD', 'DEAL', 'CONVERSION')),
  -- Whether somebody decides on a submission.
  needs_acceptance boolean not null,
  -- For how many days an approved deal keeps its customer.
  protection_days integer not null default 90 check (protection_days between 1 and 3650),
  -- In their order. `json`, not `jsonb`: it leaves as it was written.
  fields json not null,
  archived_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id)
);

-- A campaign that has not ended records its conversions on its form. Campaigns come later in the order: they are known when this runs.
create function refuse_to_archive_form_in_use() returns trigger language plpgsql as $$
begin
  if exists (select from campaign where organisation_id = new.organisation_id and form_id = new.id and status <> 'ENDED') then
    raise exception 'the form % is in use', new.id using errcode = 'foreign_key_violation', constraint = 'campaign_form_id_fkey';
  end if;
  return null;
end
$$;
create trigger form_in_use_is_not_archived after update of archived_at on form
  for each row when (new.archived_at is not null and old.archived_at is null) execute function refuse_to_archive_form_in_use();

create table form_submission (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  form_id text collate "C" not null,
  partner_id text collate "C",
  email text,
  -- By field id, as they were taken.
  fields json not null,
  -- What was sent beside the fields of the form and is kept with them.
  extra json,
  partner_objects json not null,
  status text collate "C" not null check (status in ('AUTO_ACCEPTED', 'PENDING', 'ACCEPTED', 'RETURNED', 'DECLINED', 'ERROR')),
  -- The record of a conversion is decided on with its conversion.
  is_of_conversion boolean not null default false,
  reason text,
  decided_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint form_submission_form_id_fkey foreign key (organisation_id, form_id) references form deferrable,
  constraint form_submission_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create index form_submission_status_idx on form_submission (organisation_id, status, id);
create index form_submission_form_idx on form_submission (organisation_id, form_id, status, id);
create index form_submission_partner_idx on form_submission (organisation_id, partner_id, status, id) where partner_id is not null;

-- A sale that a partner works on. Its partner is the one that registered it, or the one that this became.
create table deal (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  -- Its place among the organisation's registrations, whatever the clocks of the nodes say: the lower one was first.
  number integer not null,
  form_submission_id text collate "C" not null,
  partner_id text collate "C" not null,
  name text not null,
  amount bigint,
  currency text collate "C",
  close_date date,
  customer_domain text collate "C",
  customer_name text,
  -- The customer's name, else the deal's, as it is compared: lower case, without punctuation and legal forms.
  likeness text not null,
  stage text collate "C" not null check (stage in ('OPEN', 'WON', 'LOST')),
  status text collate "C" not null check (status in ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED')),
  protected_until timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  check ((amount is null) = (currency is null)),
  constraint deal_submission_fkey foreign key (organisation_id, form_submission_id) references form_submission deferrable,
  constraint deal_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create unique index deal_number_key on deal (organisation_id, number);
create unique index deal_submission_key on deal (organisation_id, form_submission_id);
create index deal_partner_idx on deal (organisation_id, partner_id, id);
create index deal_status_idx on deal (organisation_id, status, id);
create index deal_customer_idx on deal (organisation_id, customer_domain, id) where customer_domain is not null;
-- What a registration is compared with: the deals that keep their customer.
create index deal_keeping_name_idx on deal (organisation_id, likeness) where stage = 'OPEN' and status in ('PENDING', 'APPROVED');
create index deal_keeping_likeness_idx on deal using gin (organisation_id, likeness gin_trgm_ops)
  where stage = 'OPEN' and status in ('PENDING', 'APPROVED');
create index deal_protected_until_idx on deal (protected_until) where stage = 'OPEN' and status = 'APPROVED';

-- Which registrations were alike when the later of the two was written; whether that still matters, the two deals say.
create table deal_conflict (
  organisation_id text collate "C" not null references organisation deferrable,
  -- The one with the higher number, and the one that was there before it.
  deal_id text collate "C" not null,
  earlier_deal_id text collate "C" not null,
  reason text collate "C" not null check (reason in ('DOMAIN', 'NAME')),
  -- In thousandths.
  similarity integer not null check (similarity between 0 and 1000),
  primary key (organisation_id, deal_id, earlier_deal_id),
  constraint deal_conflict_deal_fkey foreign key (organisation_id, deal_id) references deal deferrable,
  constraint deal_conflict_earlier_fkey foreign key (organisation_id, earlier_deal_id) references deal deferrable
);
create index deal_conflict_earlier_idx on deal_conflict (organisation_id, earlier_deal_id);

create trigger deal_follows_merged_partner before insert on deal
  for each row when (not is_restoring()) execute function follow_merged_partner();

create function move_deals_of_merged_partner() returns trigger language plpgsql as $$
begin
  update deal set partner_id = new.merged_into_id, updated_at = greatest(new.updated_at, updated_at + interval '1 ms')
    where organisation_id = new.organisation_id and partner_id = new.id;
  return null;
end
$$;
create trigger partner_takes_its_deals_along after update of merged_into_id on partner
  for each row when (new.merged_into_id is not null) execute function move_deals_of_merged_partner();
