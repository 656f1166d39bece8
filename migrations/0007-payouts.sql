-- How partners are paid: batches for a period, and one payout a partner in each.

-- How the organisation pays: its currency, and the least that is paid out (`[{"currency", "amount"}]`, amounts as decimal strings).
create table payout_setting (
  organisation_id text collate "C" not null references organisation deferrable,
  currency text collate "C" not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  minimum_payouts json not null default '[]',
  updated_at timestamptz(3) not null,
  primary key (organisation_id)
);

create table payout_batch (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  period_start timestamptz(3) not null,
  period_end timestamptz(3) not null,
  currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  -- A run over all partners: null where the batch is none. It goes by ascending partner id, and `run_through` is the last one done.
  run_status text collate "C" check (run_status in ('WAITING', 'RUNNING', 'DONE')),
  run_through text collate "C",
  run_partners_total integer,
  run_partners_done integer not null default 0,
  run_lines_done bigint not null default 0,
  run_ended_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  check (period_start <= period_end)
);
create index payout_batch_period_idx on payout_batch (organisation_id, period_end, period_start);
create index payout_batch_run_idx on payout_batch (organisation_id, id) where run_status in ('WAITING', 'RUNNING');

create table payout (
  organisation_id text collate "C" not null,
  id text collate "C" not null,
  batch_id text collate "C" not null,
  partner_id text collate "C" not null,
  currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  -- The sum of its lines in minor units, and how many they are: kept so that reading a payout does not read its lines.
  amount numeric(38) not null default 0,
  line_count bigint not null default 0,
  stage text collate "C" not null check (stage in ('DRAFT', 'PENDING_REVIEW', 'PENDING_INVOICE', 'APPROVED', 'SCHEDULED', 'PENDING_PAYMENT', 'PAID',
    'DECLINED', 'POSTPONED', 'BLOCKED', 'FAILED')),
  po_number text,
  metadata text,
  -- What the bank or the ERP calls the payment.
  payment_reference text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint payout_batch_id_fkey foreign key (organisation_id, batch_id) references payout_batch deferrable,
  constraint payout_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create unique index payout_partner_key on payout (organisation_id, batch_id, partner_id);
create index payout_partner_idx on payout (organisation_id, partner_id, id);
create index payout_stage_idx on payout (organisation_id, stage, id);
create index payout_batch_stage_idx on payout (organisation_id, batch_id, stage, id);

create trigger payout_follows_merged_partner before insert on payout
  for each row when (not is_restoring()) execute function follow_merged_partner();

alter table commission_line add constraint commission_line_payout_id_fkey
  foreign key (organisation_id, payout_id) references payout deferrable;

-- Every stage that a payout has entered, the first one included.
create table payout_stage_change (
  organisation_id text collate "C" not null,
  payout_id text collate "C" not null,
  number integer not null,
  from_stage text collate "C",
  to_stage text collate "C" not null,
  actor_kind text not null,
  actor_id text collate "C" not null,
  actor_name text not null,
  -- Why, where nobody set it: its last line was declined, or a result was imported.
  reason text,
  created_at timestamptz(3) not null,
  primary key (organisation_id, payout_id, number),
  constraint payout_stage_change_payout_id_fkey foreign key (organisation_id, payout_id) references payout deferrable
);
