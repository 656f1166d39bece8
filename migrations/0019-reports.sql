-- Figures for the dashboards.

-- Clicks by month, beside their days: a year of many links is read from a twelfth of the rows.
create table click_month (
  organisation_id text collate "C" not null,
  -- Its first day.
  month date not null,
  link_id text collate "C" not null,
  clicks bigint not null,
  repeats bigint not null,
  primary key (organisation_id, month, link_id)
);

create table click_sub_month (
  organisation_id text collate "C" not null,
  month date not null,
  link_id text collate "C" not null,
  position smallint not null check (position between 1 and 5),
  value text collate "C" not null,
  clicks bigint not null,
  repeats bigint not null,
  primary key (organisation_id, position, month, link_id, value)
);

insert into click_month
  select organisation_id, date_trunc('month', day)::date, link_id, sum(clicks), sum(repeats) from click_day group by 1, 2, 3;
insert into click_sub_month
  select organisation_id, date_trunc('month', day)::date, link_id, position, value, sum(clicks), sum(repeats) from click_sub_day group by 1, 2, 3, 4, 5;

-- All that a report reads of a conversion, kept apart from its row, which is wide, for it keeps how it was decided.
create table conversion_figures (
  organisation_id text collate "C" not null,
  id text collate "C" not null,
  created_at timestamptz(3) not null,
  campaign_id text collate "C" not null,
  partner_id text collate "C" not null,
  link_id text collate "C",
  status text collate "C" not null,
  attributed_by text collate "C" not null,
  sub1 text,
  sub2 text,
  sub3 text,
  sub4 text,
  sub5 text,
  -- What it earns: its line where that is not void, less what was taken back of it, in minor units.
  currency text collate "C",
  earned bigint,
  primary key (organisation_id, id)
);
create index conversion_figures_partner_idx on conversion_figures (organisation_id, partner_id, id);
create index conversion_figures_link_idx on conversion_figures (organisation_id, link_id) where link_id is not null;

-- What changed since and is to be read anew: a conversion, or a line that may be of one (decision 0034).
create table conversion_tail (
  organisation_id text collate "C" not null,
  mark uuid not null default gen_random_uuid(),
  subject_id text collate "C" not null,
  primary key (organisation_id, mark)
);

create function mark_conversion() returns trigger language plpgsql as $$
begin
  insert into conversion_tail (organisation_id, subject_id) values (new.organisation_id, new.id);
  return null;
end
$$;
create trigger conversion_is_read_anew after insert or update on conversion
  for each row when (not is_restoring()) execute function mark_conversion();

create function mark_line_of_conversion() returns trigger language plpgsql as $$
begin
  insert into conversion_tail (organisation_id, subject_id) values (new.organisation_id, coalesce(new.corrects_id, new.id));
  return null;
end
$$;
create trigger correction_is_read_anew after insert on commission_line
  for each row when (new.corrects_id is not null and not is_restoring()) execute function mark_line_of_conversion();
create trigger line_of_conversion_is_read_anew after update of status, amount, currency on commission_line
  for each row when (((old.status = 'VOIDED') <> (new.status = 'VOIDED') or old.amount <> new.amount or old.currency <> new.currency)
    and not is_restoring()) execute function mark_line_of_conversion();
insert into conversion_tail (organisation_id, subject_id) select organisation_id, id from conversion;

-- The campaign whose conversion earned a line, for good: a conversion that is given to another partner leaves its line.
create table commission_line_campaign (
  organisation_id text collate "C" not null,
  commission_line_id text collate "C" not null,
  campaign_id text collate "C" not null,
  primary key (organisation_id, commission_line_id)
);

create function note_campaign_of_line() returns trigger language plpgsql as $$
begin
  insert into commission_line_campaign values (new.organisation_id, new.commission_line_id, new.campaign_id) on conflict do nothing;
  return null;
end
$$;
create trigger conversion_names_campaign_of_line after insert or update of commission_line_id on conversion
  for each row when (new.commission_line_id is not null and not is_restoring()) execute function note_campaign_of_line();
insert into commission_line_campaign
  select organisation_id, commission_line_id, campaign_id from conversion where commission_line_id is not null;

-- What was earned, taken back or paid and is not added up yet. The statement that writes an entry writes it here too, and the
-- one that adds it up takes it away: each is in one of the two, whatever the order in which transactions end (decision 0030).
create table commission_tail (
  organisation_id text collate "C" not null,
  transaction_id text collate "C" not null,
  number integer not null,
  account text collate "C" not null,
  partner_id text collate "C" not null,
  commission_line_id text collate "C" not null,
  currency text collate "C" not null,
  amount bigint not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, transaction_id, number)
);

create function keep_commission_tail() returns trigger language plpgsql as $$
begin
  insert into commission_tail
    select organisation_id, transaction_id, number, account, partner_id, commission_line_id, currency, amount, created_at
    from inserted where account in ('COMMISSIONS', 'PAID');
  return null;
end
$$;
create trigger ledger_entry_is_added_up after insert on ledger_entry
  referencing new table as inserted for each statement when (not is_restoring()) execute function keep_commission_tail();
insert into commission_tail
  select organisation_id, transaction_id, number, account, partner_id, commission_line_id, currency, amount, created_at
  from ledger_entry where account in ('COMMISSIONS', 'PAID');

-- The time zone in which an organisation's amounts are added up: its own, or for a moment the one that it had.
create table commission_figures_zone (
  organisation_id text collate "C" not null references organisation deferrable,
  time_zone text not null,
  primary key (organisation_id)
);

-- What was granted, taken back and paid, in minor units. Nothing stands for no plan and for no campaign.
create table commission_day (
  organisation_id text collate "C" not null,
  day date not null,
  partner_id text collate "C" not null,
  plan_id text collate "C" not null,
  campaign_id text collate "C" not null,
  currency text collate "C" not null,
  earned numeric(38) not null,
  reversed numeric(38) not null,
  paid numeric(38) not null,
  primary key (organisation_id, day, partner_id, plan_id, campaign_id, currency)
);
create index commission_day_partner_idx on commission_day (organisation_id, partner_id, day);
create index commission_day_plan_idx on commission_day (organisation_id, plan_id, day) where plan_id <> '';
create index commission_day_campaign_idx on commission_day (organisation_id, campaign_id, day) where campaign_id <> '';

-- The same of all partners together, and of each by month.
create table commission_programme_day (
  organisation_id text collate "C" not null,
  day date not null,
  plan_id text collate "C" not null,
  campaign_id text collate "C" not null,
  currency text collate "C" not null,
  earned numeric(38) not null,
  reversed numeric(38) not null,
  paid numeric(38) not null,
  primary key (organisation_id, day, plan_id, campaign_id, currency)
);
create table commission_partner_month (
  organisation_id text collate "C" not null,
  month date not null,
  partner_id text collate "C" not null,
  currency text collate "C" not null,
  earned numeric(38) not null,
  reversed numeric(38) not null,
  paid numeric(38) not null,
  primary key (organisation_id, month, partner_id, currency)
);
