-- What visits led to, who earned it, and why.

create table conversion (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  campaign_id text collate "C" not null,
  partner_id text collate "C" not null,
  -- Null where a coupon or a person attributed it.
  link_id text collate "C",
  -- The click that was reported: it converts once.
  click_id text collate "C",
  -- The click that the campaign's model chose among those that were considered.
  attributed_click_id text collate "C",
  coupon_id text collate "C",
  -- What the caller calls it, where no click says that two reports are one.
  external_id text collate "C",
  attributed_by text collate "C" not null check (attributed_by in ('CLICK', 'COUPON', 'EMAIL', 'PERSON')),
  customer_id text collate "C",
  email text,
  -- A keyed hash of the address in lower case: it is compared after the address itself was erased.
  email_key bytea,
  amount bigint,
  currency text collate "C",
  form_submission_id text collate "C" not null,
  commission_line_id text collate "C",
  status text collate "C" not null check (status in ('pending', 'review', 'accepted', 'declined')),
  -- When it accepts itself, where the campaign says so and no rule asks for a person.
  accept_at timestamptz(3),
  -- Everything that was considered when it was recorded.
  explanation json not null,
  sub1 text,
  sub2 text,
  sub3 text,
  sub4 text,
  sub5 text,
  decline_reason text,
  decided_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint conversion_campaign_id_fkey foreign key (organisation_id, campaign_id) references campaign deferrable,
  constraint conversion_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable,
  constraint conversion_link_id_fkey foreign key (organisation_id, link_id) references affiliate_link deferrable,
  constraint conversion_coupon_id_fkey foreign key (organisation_id, coupon_id) references coupon deferrable,
  constraint conversion_submission_fkey foreign key (organisation_id, form_submission_id) references form_submission deferrable,
  constraint conversion_line_fkey foreign key (organisation_id, commission_line_id) references commission_line deferrable
);
create unique index conversion_click_key on conversion (organisation_id, click_id) where click_id is not null;
create unique index conversion_external_key on conversion (organisation_id, campaign_id, external_id) where external_id is not null;
create index conversion_email_idx on conversion (organisation_id, email_key, id) where email_key is not null;
create index conversion_customer_idx on conversion (organisation_id, customer_id, id) where customer_id is not null;
create index conversion_partner_idx on conversion (organisation_id, partner_id, id);
create index conversion_campaign_idx on conversion (organisation_id, campaign_id, id);
create index conversion_link_idx on conversion (organisation_id, link_id, id) where link_id is not null;
create index conversion_waiting_idx on conversion (organisation_id, accept_at) where status = 'pending' and accept_at is not null;
create index conversion_line_idx on conversion (organisation_id, commission_line_id) where commission_line_id is not null;

-- Reports that made no conversion, kept for thirty days.
create table conversion_attempt (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  campaign_id text collate "C",
  partner_id text collate "C",
  link_id text collate "C",
  click_id text collate "C",
  reason text collate "C" not null,
  email text,
  explanation json not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, id)
);
create index conversion_attempt_time_idx on conversion_attempt (organisation_id, created_at);
create index conversion_attempt_partner_idx on conversion_attempt (organisation_id, partner_id, id) where partner_id is not null;
create index conversion_attempt_campaign_idx on conversion_attempt (organisation_id, campaign_id, id) where campaign_id is not null;

-- By whom a buyer is known already, for campaigns that pay for new customers only.
create index client_contact_email_idx on client (organisation_id, lower(contact_email)) where contact_email is not null;
create index client_customer_idx on client (organisation_id, customer_id) where customer_id is not null;
