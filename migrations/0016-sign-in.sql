-- Members who sign in to the console.

-- A person who signs in, whatever organisations they are a member of: looked up before the organisation is known.
create table account (
  id text collate "C" primary key,
  email text not null,
  email_verified boolean not null,
  name text not null,
  image text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create unique index account_email_key on account (lower(email));

-- How a person proves who they are: a password, as its hash, or an identity at the provider of OpenID Connect.
create table account_credential (
  id text collate "C" primary key,
  account_id text collate "C" not null references account on delete cascade deferrable,
  provider text not null,
  subject text not null,
  password_hash text,
  access_token text check (access_token is null),
  refresh_token text check (refresh_token is null),
  id_token text check (id_token is null),
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create unique index account_credential_subject_key on account_credential (provider, subject);
create index account_credential_account_idx on account_credential (account_id);

-- Codes that were sent by mail, as their hashes, and what sign-in remembers for minutes.
create table account_code (
  id text collate "C" primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create index account_code_identifier_idx on account_code (identifier);
create index account_code_expiry_idx on account_code (expires_at);

alter table member add column account_id text collate "C" references account deferrable;
create unique index member_account_key on member (organisation_id, account_id) where account_id is not null;
create index member_account_idx on member (account_id) where account_id is not null;
create index member_address_idx on member (lower(email));

-- Where an account is signed in, and to which organisation. The cookie's secret is here as its hash only.
create table account_session (
  id text collate "C" primary key,
  token_hash text collate "C" not null,
  account_id text collate "C" not null references account on delete cascade deferrable,
  organisation_id text collate "C" not null references organisation deferrable,
  address text,
  browser text,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  seen_at timestamptz(3) not null
);
create unique index account_session_token_key on account_session (token_hash);
create index account_session_account_idx on account_session (account_id);
create index account_session_expiry_idx on account_session (expires_at);

-- A link that lets a member join: one for each, renewed by another.
create table invitation (
  organisation_id text collate "C" not null,
  member_id text collate "C" not null,
  hash bytea not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, member_id),
  foreign key (organisation_id, member_id) references member on delete cascade deferrable
);

-- Looked up before the organisation is known: which organisation an invitation belongs to, and nothing else.
create table invitation_owner (
  hash bytea primary key,
  organisation_id text collate "C" not null,
  member_id text collate "C" not null,
  foreign key (organisation_id, member_id) references invitation on delete cascade deferrable
);

-- The link that makes the first member, while there is none.
alter table instance add column first_run_hash bytea;

create table saved_view (
  organisation_id text collate "C" not null,
  id text collate "C" not null,
  member_id text collate "C" not null,
  page text not null,
  name text not null,
  search text not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, member_id) references member on delete cascade deferrable
);
create unique index saved_view_name_key on saved_view (organisation_id, member_id, page, lower(name));

-- An organisation that is being filled with the invented programme, and how far that is.
create table demo_run (
  organisation_id text collate "C" primary key references organisation deferrable,
  state text not null check (state in ('RUNNING', 'DONE', 'FAILED')),
  done integer not null,
  total integer not null,
  started_at timestamptz(3) not null,
  finished_at timestamptz(3)
);
