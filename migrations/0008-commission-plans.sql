-- What makes commission lines: plans in versions, and the sales, renewals and refunds that they are reckoned from.

create table commission_plan (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  name text not null,
  -- The number of the last version, which the API shows.
  version integer not null,
  archived_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id)
);
create unique index commission_plan_name_key on commission_plan (organisation_id, lower(name)) where archived_at is null;

create table commission_plan_version (
  organisation_id text collate "C" not null,
  plan_id text collate "C" not null,
  number integer not null,
  name text not null,
  -- From then on it stands in the place of those with lower numbers.
  effective_from timestamptz(3) not null,
  effective_to timestamptz(3),
  is_for_all boolean not null,
  -- Whether it looks at what was sold or earned before: by the partner, or by all partners together.
  sums_partner boolean not null,
  sums_plan boolean not null,
  -- `json`, not `jsonb`: it leaves as it was written.
  terms json not null,
  actor_kind text not null,
  actor_id text collate "C" not null,
  actor_name text not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, plan_id, number),
  constraint commission_plan_version_plan_id_fkey foreign key (organisation_id, plan_id) references commission_plan deferrable
);

-- Whom the terms of a version name: those it is for, and those with a rate of their own.
create table commission_plan_target (
  organisation_id text collate "C" not null,
  plan_id text collate "C" not null,
  version integer not null,
  number integer not null,
  role text collate "C" not null check (role in ('APPLIES', 'RATE')),
  partner_id text collate "C",
  tier_id text collate "C",
  category text,
  primary key (organisation_id, plan_id, version, number),
  check (num_nonnulls(partner_id, tier_id, category) = 1),
  constraint commission_plan_target_version_fkey foreign key (organisation_id, plan_id, version) references commission_plan_version deferrable,
  constraint commission_plan_target_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable,
  constraint commission_plan_target_tier_id_fkey foreign key (organisation_id, tier_id) references tier deferrable
);
create index commission_plan_target_partner_idx on commission_plan_target (organisation_id, partner_id) where partner_id is not null;
create index commission_plan_target_tier_idx on commission_plan_target (organisation_id, tier_id) where tier_id is not null;

create trigger commission_plan_version_is_final before update or delete or truncate on commission_plan_version
  for each statement execute function refuse_writing('A version of a commission plan is never changed or deleted; another follows it.');
create trigger commission_plan_target_is_final before update or delete or truncate on commission_plan_target
  for each statement execute function refuse_writing('A version of a commission plan is never changed or deleted; another follows it.');

create table source_event (
  organisation_id text collate "C" not null,
  id text collate "C" not null,
  -- What the caller calls it.
  source_id text collate "C" not null,
  type text collate "C" not null check (type in ('SALE', 'RENEWAL', 'REFUND')),
  partner_id text collate "C" not null,
  customer_id text collate "C",
  -- Whole minor units; of a refund, what goes back.
  amount bigint not null check (amount > 0),
  currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  occurred_at timestamptz(3) not null,
  -- The sale or renewal that a refund takes back, in part or whole.
  original_id text collate "C",
  -- The one plan that was asked for; null: all.
  plan_id text collate "C",
  description text,
  -- The plans that made no line, each with its reason.
  skipped json not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, id),
  check ((type = 'REFUND') = (original_id is not null)),
  constraint source_event_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable,
  constraint source_event_original_id_fkey foreign key (organisation_id, original_id) references source_event deferrable,
  constraint source_event_plan_id_fkey foreign key (organisation_id, plan_id) references commission_plan deferrable
);
create unique index source_event_source_id_key on source_event (organisation_id, source_id);
create index source_event_partner_idx on source_event (organisation_id, partner_id, id);
create index source_event_original_idx on source_event (organisation_id, original_id) include (amount) where original_id is not null;
create index source_event_customer_idx on source_event (organisation_id, customer_id, occurred_at) where customer_id is not null and original_id is null;

-- The plans that reckoned a sale or renewal, in the version of its time; without a line where that came to nothing. What is left of the
-- sale after refunds, and of its line after corrections, is kept here: bands and caps add up what a period has.
create table commission_plan_result (
  organisation_id text collate "C" not null,
  source_event_id text collate "C" not null,
  plan_id text collate "C" not null,
  plan_version integer not null,
  partner_id text collate "C" not null,
  occurred_at timestamptz(3) not null,
  line_id text collate "C",
  currency text collate "C" not null,
  sold bigint not null check (sold >= 0),
  earned bigint not null,
  -- Its line is declined: then it counts neither as sold nor as earned.
  is_voided boolean not null default false,
  primary key (organisation_id, source_event_id, plan_id),
  constraint commission_plan_result_source_event_id_fkey foreign key (organisation_id, source_event_id) references source_event deferrable,
  constraint commission_plan_result_version_fkey foreign key (organisation_id, plan_id, plan_version) references commission_plan_version deferrable,
  constraint commission_plan_result_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable,
  constraint commission_plan_result_line_id_fkey foreign key (organisation_id, line_id) references commission_line deferrable
);
-- What was sold and earned under a plan in a period: by one partner, and by all.
create index commission_plan_result_partner_idx on commission_plan_result (organisation_id, plan_id, partner_id, occurred_at)
  include (currency, sold, earned, is_voided);
create index commission_plan_result_period_idx on commission_plan_result (organisation_id, plan_id, occurred_at)
  include (currency, earned, is_voided);
create index commission_plan_result_line_idx on commission_plan_result (organisation_id, line_id) where line_id is not null;

alter table commission_line
  add constraint commission_line_plan_version_fkey foreign key (organisation_id, plan_id, plan_version) references commission_plan_version deferrable,
  add constraint commission_line_source_event_id_fkey foreign key (organisation_id, source_event_id) references source_event deferrable;
create index commission_line_source_event_idx on commission_line (organisation_id, source_event_id, id) where source_event_id is not null;

-- What is left of a line: its amount with its corrections in the same currency. Of a declined one nothing is left.
create function left_of_line(l commission_line) returns bigint language sql stable
  return case when l.status = 'VOIDED' then 0 else l.amount + coalesce((
    select sum(c.amount)::bigint from commission_line c
    where c.organisation_id = l.organisation_id and c.corrects_id = l.id and c.status <> 'VOIDED' and c.currency = l.currency), 0) end;

-- Whoever changes or corrects a line changes what its plan has earned. The row is locked before the sum is taken, so that of two
-- corrections at once the later one sees both.
create function keep_plan_result() returns trigger language plpgsql as $$
declare
  of_line text := coalesce(new.corrects_id, new.id);
begin
  perform from commission_plan_result where organisation_id = new.organisation_id and line_id = of_line for no key update;
  if found then
    update commission_plan_result r
    set is_voided = l.status = 'VOIDED', earned = case when l.currency = r.currency then left_of_line(l) else 0 end
    from commission_line l
    where r.organisation_id = new.organisation_id and r.line_id = of_line and l.organisation_id = r.organisation_id and l.id = r.line_id;
  end if;
  return null;
end
$$;
create trigger commission_line_corrects_plan_result after insert on commission_line
  for each row when (new.corrects_id is not null and not is_restoring()) execute function keep_plan_result();
create trigger commission_line_changes_plan_result after update of amount, currency, status on commission_line
  for each row when ((old.amount, old.currency, old.status = 'VOIDED') <> (new.amount, new.currency, new.status = 'VOIDED'))
  execute function keep_plan_result();
