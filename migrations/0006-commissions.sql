-- What partners earn: commission lines, and the journal in which every amount stands twice.

-- Amounts are whole minor units of the currency.
create table commission_line (
  organisation_id text collate "C" not null,
  id text collate "C" not null,
  partner_id text collate "C" not null,
  payout_id text collate "C",
  -- The payout that it was declined on.
  former_payout_id text collate "C",
  description text,
  amount bigint not null check (amount <> 0),
  source_amount bigint,
  currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  status text collate "C" not null check (status in ('HELD', 'PENDING', 'APPROVED', 'PAID', 'POSTPONED', 'VOIDED')),
  -- The plan that it was reckoned by, in the version and under the name that it had.
  plan_id text collate "C",
  plan_version integer,
  plan_name text,
  source_event_id text collate "C",
  calculation json,
  -- The line that this one takes back, in part or whole.
  corrects_id text collate "C",
  period_end timestamptz(3),
  note text,
  decline_reason_type text collate "C",
  decline_reason text,
  idempotency_key text collate "C",
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint commission_line_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable,
  constraint commission_line_corrects_id_fkey foreign key (organisation_id, corrects_id) references commission_line deferrable,
  check ((payout_id is not null) = (status in ('APPROVED', 'PAID'))),
  check ((status = 'VOIDED') = (decline_reason_type is not null))
);
create unique index commission_line_idempotency_key on commission_line (organisation_id, idempotency_key) where idempotency_key is not null;
create index commission_line_partner_idx on commission_line (organisation_id, partner_id, status, id);
create index commission_line_payout_idx on commission_line (organisation_id, payout_id, id) where payout_id is not null;
create index commission_line_status_idx on commission_line (organisation_id, status, id);
create index commission_line_corrects_idx on commission_line (organisation_id, corrects_id) where corrects_id is not null;
-- What waits for a payout: a run goes through it partner by partner.
create index commission_line_pool_idx on commission_line (organisation_id, currency, partner_id, id) where status = 'PENDING';

-- Followed to its end: between two looks the partner that a merged one leads to may be merged itself.
create or replace function follow_merged_partner() returns trigger language plpgsql as $$
declare
  leads_to text;
begin
  loop
    select merged_into_id into leads_to from partner where organisation_id = new.organisation_id and id = new.partner_id for key share;
    exit when leads_to is null;
    new.partner_id := leads_to;
  end loop;
  return new;
end
$$;
create trigger commission_line_follows_merged_partner before insert on commission_line
  for each row when (not is_restoring()) execute function follow_merged_partner();
-- A line that leaves the payout of a merged partner is the other's: a line on no payout is never with a partner that was merged.
create trigger commission_line_off_a_payout_follows_merged_partner before update of payout_id on commission_line
  for each row when (old.payout_id is not null and new.payout_id is null) execute function follow_merged_partner();

-- Where amounts stand. Every movement takes an amount from one account and puts it on another:
--   COMMISSIONS  what the programme has granted, below zero: all that partners have
--   EARNED       a partner's, not to be paid yet: held or postponed
--   PAYABLE      a partner's, waiting for a payout
--   IN_PAYOUT    a partner's, on a payout that is not paid
--   PAID         a partner's, on a payout that is paid
-- Rows have no foreign keys: what they name is never deleted, `symbolon doctor --ledger` holds them against it, and a run
-- writes millions.
create table ledger_entry (
  organisation_id text collate "C" not null,
  transaction_id text collate "C" not null,
  number integer not null,
  account text collate "C" not null check (account in ('COMMISSIONS', 'EARNED', 'PAYABLE', 'IN_PAYOUT', 'PAID')),
  -- Whom the movement is about; COMMISSIONS is one account for all.
  partner_id text collate "C" not null,
  commission_line_id text collate "C" not null,
  payout_id text collate "C",
  currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  amount bigint not null check (amount <> 0),
  created_at timestamptz(3) not null,
  primary key (organisation_id, transaction_id, number),
  check ((account in ('IN_PAYOUT', 'PAID')) = (payout_id is not null))
);
-- One for each thing that entries are looked for by, in the order in which they are shown.
create index ledger_entry_partner_idx on ledger_entry (organisation_id, partner_id, transaction_id, number) include (account, currency);
create index ledger_entry_account_idx on ledger_entry (organisation_id, account, currency, transaction_id, number);
create index ledger_entry_payout_idx on ledger_entry (organisation_id, payout_id, transaction_id, number) where payout_id is not null;
create index ledger_entry_line_idx on ledger_entry (organisation_id, commission_line_id);

-- What the entries add up to, kept by the statement that writes them: nothing reads a journal from its beginning to know a
-- balance. Each connection adds in a slot of its own, so that those who pay one partner at once seldom wait for each other.
create table ledger_balance (
  organisation_id text collate "C" not null,
  partner_id text collate "C" not null,
  account text collate "C" not null,
  currency text collate "C" not null,
  slot smallint not null,
  amount numeric(38) not null,
  primary key (organisation_id, partner_id, account, currency, slot)
) with (fillfactor = 70);

create function keep_books() returns trigger language plpgsql as $$
begin
  if exists (select from inserted group by organisation_id, transaction_id, currency having sum(amount) <> 0) then
    raise exception 'The entries of a ledger transaction add up to zero in each currency.'
      using errcode = 'check_violation', constraint = 'ledger_entry_balances', table = 'ledger_entry';
  end if;
  if not is_restoring() then
    insert into ledger_balance as b (organisation_id, partner_id, account, currency, slot, amount)
      select organisation_id, partner_id, account, currency, pg_backend_pid() % 8, sum(amount) from inserted
      group by organisation_id, partner_id, account, currency order by 1, 2, 3, 4
      on conflict (organisation_id, partner_id, account, currency, slot) do update set amount = b.amount + excluded.amount;
  end if;
  return null;
end
$$;
create trigger ledger_entry_balances after insert on ledger_entry
  referencing new table as inserted for each statement execute function keep_books();

-- Refuses whatever it is called for, with the sentence that it is given.
create function refuse_writing() returns trigger language plpgsql as $$
begin
  raise exception '%', tg_argv[0] using errcode = 'integrity_constraint_violation';
end
$$;
create trigger ledger_entry_is_append_only before update or delete or truncate on ledger_entry
  for each statement execute function refuse_writing('A ledger entry is never changed or deleted; it is corrected by another movement.');
create trigger ledger_balance_follows_entries before insert or update or delete on ledger_balance
  for each statement when (pg_trigger_depth() = 0 and not is_restoring())
  execute function refuse_writing('A balance is what its ledger entries add up to; it is not written.');
create trigger ledger_balance_is_never_emptied before truncate on ledger_balance
  for each statement execute function refuse_writing('A balance is what its ledger entries add up to; it is not written.');
-- Replication and sessions that switch triggers off are no way around.
alter table ledger_entry enable always trigger ledger_entry_balances;
alter table ledger_entry enable always trigger ledger_entry_is_append_only;
alter table ledger_balance enable always trigger ledger_balance_follows_entries;
alter table ledger_balance enable always trigger ledger_balance_is_never_emptied;

-- The first half of an id that is made at this time.
create function ulid_time(moment timestamptz) returns text language sql immutable parallel safe
  return (select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (((extract(epoch from moment) * 1000)::bigint >> (45 - 5 * n)) & 31)::int, 1), '' order by n)
    from generate_series(0, 9) n);

-- Lines on no payout go with a partner into the one that it becomes, and so does their amount in the journal. A payout stays
-- with the partner that it was made for, whose id leads to the other.
create function move_lines_of_merged_partner() returns trigger language plpgsql as $$
begin
  with moved as (
    update commission_line set partner_id = new.merged_into_id, updated_at = greatest(new.updated_at, updated_at + interval '1 ms')
    where organisation_id = new.organisation_id and partner_id = new.id and payout_id is null
    returning id, amount, currency, case when status = 'PENDING' then 'PAYABLE' else 'EARNED' end as account, status
  )
  insert into ledger_entry (organisation_id, transaction_id, number, account, partner_id, commission_line_id, currency, amount, created_at)
  select new.organisation_id, 'ltx_' || ulid_time(new.updated_at) || upper(substr(md5(new.id || new.merged_into_id), 1, 16)),
    row_number() over (), m.account, leg.partner_id, m.id, m.currency, leg.amount, new.updated_at
  from moved m cross join lateral (values (new.id, -m.amount), (new.merged_into_id, m.amount)) leg(partner_id, amount)
  where m.status <> 'VOIDED';
  return null;
end
$$;
create trigger partner_takes_its_lines_along after update of merged_into_id on partner
  for each row when (new.merged_into_id is not null) execute function move_lines_of_merged_partner();
