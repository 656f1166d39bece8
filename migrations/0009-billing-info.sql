create table organisation_billing_info (
  organisation_id text collate "C" not null references organisation deferrable,
  party json not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id)
);
create table partner_billing_info (
  organisation_id text collate "C" not null,
  partner_id text collate "C" not null,
  party json not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, partner_id),
  foreign key (organisation_id, partner_id) references partner deferrable
);
