-- The statement of each payout as a PDF, and the logo that stands on those that are drawn.

create table payout_statement (
  organisation_id text collate "C" not null,
  payout_id text collate "C" not null,
  -- What was drawn, and the hash of all that it was drawn from: another hash means that it is out of date.
  drawn bytea,
  drawn_from text collate "C",
  drawn_at timestamptz(3),
  -- What a person put in its place.
  uploaded bytea,
  uploaded_hash text collate "C",
  uploaded_at timestamptz(3),
  primary key (organisation_id, payout_id),
  constraint payout_statement_payout_id_fkey foreign key (organisation_id, payout_id) references payout deferrable,
  check (num_nulls(drawn, drawn_from, drawn_at) in (0, 3)),
  check (num_nulls(uploaded, uploaded_hash, uploaded_at) in (0, 3))
);

create table organisation_logo (
  organisation_id text collate "C" not null references organisation deferrable,
  media_type text collate "C" not null check (media_type in ('image/png', 'image/jpeg')),
  -- As it is drawn, which is not always as it was given.
  content bytea not null,
  given_hash text collate "C" not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  updated_at timestamptz(3) not null,
  primary key (organisation_id)
);

-- They are compressed already.
alter table payout_statement alter column drawn set storage external, alter column uploaded set storage external;
alter table organisation_logo alter column content set storage external;
