-- The company that runs the programme, its staff and its keys; and what every change leaves behind.

create extension if not exists btree_gin;

create table instance (
  is_only boolean primary key default true check (is_only),
  secret text not null,
  created_at timestamptz(3) not null default now()
);

create table organisation (
  id text collate "C" primary key,
  name text not null,
  created_at timestamptz(3) not null
);

-- A person as it stands in the JSON of others, shaped when it is written and not when it is read.
create function person_document(id text, name text, email text) returns text language sql immutable parallel safe
  return '{"id":' || to_json(id)::text || ',"name":' || coalesce(to_json(name)::text, 'null') || ',"email":' || to_json(email)::text || '}';

create table member (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  email text not null,
  name text,
  person text not null generated always as (person_document(id, name, email)) stored,
  role text not null check (role in ('OWNER', 'ADMIN', 'PARTNER_MANAGER', 'FINANCE', 'VIEWER')),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id)
);
create unique index member_email_key on member (organisation_id, lower(email));

create table api_key (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  name text not null,
  hash bytea not null,
  scopes text[] not null,
  acts_for text not null default 'ORGANISATION' check (acts_for in ('ORGANISATION', 'PARTNER', 'REFERRAL', 'CLIENT')),
  partner_id text collate "C",
  client_id text collate "C",
  -- The partner's user who made the key, and whoever counts it among its own.
  user_id text collate "C",
  issued_by text collate "C",
  is_root boolean not null default false,
  rate_limit_per_minute integer check (rate_limit_per_minute >= 0),
  expires_at timestamptz(3),
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  primary key (organisation_id, id),
  check ((acts_for = 'ORGANISATION') = (partner_id is null)),
  check ((acts_for = 'CLIENT') = (client_id is not null))
);
create index api_key_partner_idx on api_key (organisation_id, partner_id) where partner_id is not null;

-- Looked up before the organisation is known: which organisation a key's hash belongs to, and nothing else.
create table api_key_owner (
  hash bytea primary key,
  organisation_id text collate "C" not null,
  api_key_id text collate "C" not null,
  foreign key (organisation_id, api_key_id) references api_key on delete cascade deferrable
);

create table event (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  type text not null,
  actor_kind text not null,
  actor_id text collate "C" not null,
  actor_name text not null,
  request_id text not null,
  partner_id text collate "C",
  subject_id text collate "C" not null,
  before json,
  after json,
  created_at timestamptz(3) not null,
  redacted_at timestamptz(3),
  primary key (organisation_id, id)
);
-- Every change writes an event, so its index is one that is written cheaply: entries are gathered and merged in bulk. What many
-- events have is found by walking the key from the newest; what few have, by this.
create index event_filter_idx on event using gin (organisation_id, partner_id, type, actor_id)
  with (fastupdate = on, gin_pending_list_limit = 1024);

create function refuse_rewriting_history() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.redacted_at is not null
    and row(new.organisation_id, new.id, new.type, new.actor_kind, new.actor_id, new.request_id, new.partner_id, new.subject_id, new.created_at)
      is not distinct from
        row(old.organisation_id, old.id, old.type, old.actor_kind, old.actor_id, old.request_id, old.partner_id, old.subject_id, old.created_at)
  then
    return new;
  end if;
  raise exception 'An event is never changed or deleted; it can only be redacted.' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger event_is_append_only before update or delete on event
  for each row execute function refuse_rewriting_history();
create trigger event_is_never_emptied before truncate on event
  for each statement execute function refuse_rewriting_history();

create table idempotency_key (
  organisation_id text collate "C" not null references organisation deferrable,
  operation text not null,
  key text collate "C" not null,
  body_hash text not null,
  output text,
  is_new boolean,
  expires_at timestamptz(3) not null,
  primary key (organisation_id, operation, key)
);
create index idempotency_key_expiry_idx on idempotency_key (organisation_id, expires_at);
