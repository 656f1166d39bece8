-- Visitors who enter the portal, and the pages that may frame it.

-- Secrets are kept as SHA-256 only. None of these tables but `embed_domain` is part of a backup: a restore signs nobody in.

-- The one way in by a link: a token that is opened once, within minutes.
create table portal_token (
  organisation_id text collate "C" not null references organisation deferrable,
  hash bytea not null,
  visitor_id text collate "C" not null,
  -- The member of the organisation who asked for it, to look at the portal; null where a key did.
  member_id text collate "C",
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (organisation_id, hash),
  constraint portal_token_visitor_id_fkey foreign key (organisation_id, visitor_id) references visitor on delete cascade deferrable,
  constraint portal_token_member_id_fkey foreign key (organisation_id, member_id) references member on delete cascade deferrable
);
create index portal_token_member_idx on portal_token (organisation_id, member_id) where member_id is not null;
create index portal_token_visitor_idx on portal_token (organisation_id, visitor_id);
create index portal_token_expiry_idx on portal_token (organisation_id, expires_at);

-- Whose token it is, before the organisation is known.
create table portal_token_owner (
  hash bytea primary key,
  organisation_id text collate "C" not null,
  foreign key (organisation_id, hash) references portal_token on delete cascade deferrable
);

-- A visitor who is signed in. One whose address was changed since is another person.
create table portal_session (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  visitor_id text collate "C" not null,
  -- The member who looks at the portal in the visitor's place, and changes nothing.
  member_id text collate "C",
  -- In lower case, as it was at the sign-in.
  email text not null,
  hash bytea not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint portal_session_hash_key unique (organisation_id, hash),
  constraint portal_session_visitor_id_fkey foreign key (organisation_id, visitor_id) references visitor on delete cascade deferrable,
  constraint portal_session_member_id_fkey foreign key (organisation_id, member_id) references member on delete cascade deferrable
);
create index portal_session_member_idx on portal_session (organisation_id, member_id) where member_id is not null;
create index portal_session_visitor_idx on portal_session (organisation_id, visitor_id);
create index portal_session_expiry_idx on portal_session (organisation_id, expires_at);

create table portal_session_owner (
  hash bytea primary key,
  organisation_id text collate "C" not null,
  foreign key (organisation_id, hash) references portal_session (organisation_id, hash) on delete cascade deferrable
);

-- The codes that were asked for within an hour, for addresses known or not. Each is tried by whoever holds its ticket.
create table portal_code (
  organisation_id text collate "C" not null references organisation deferrable,
  address_hash bytea not null,
  ticket_hash bytea not null,
  -- Who asked, by the address of the connection, under a key.
  asker_hash bytea not null,
  -- Null once it was used.
  code_hash bytea,
  tries integer not null default 0,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, address_hash, ticket_hash)
);
create index portal_code_age_idx on portal_code (organisation_id, created_at);

-- The hosts whose pages may frame the portal.
create table embed_domain (
  organisation_id text collate "C" not null references organisation deferrable,
  domain text collate "C" not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, domain)
);
