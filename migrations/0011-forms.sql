-- What is asked and what was answered: forms, their submissions, and the deals that submissions register.

create table form (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  name text not null,
  -- What a submission is: a message, a lead, a deal, or the record of a conversion.
  purpose text collate "C" not null check (purpose in ('GENERAL', 'LEAD', 'DEAL', 'CONVERSION')),
  -- Whether somebody decides on a submission.
  needs_acceptance boolean not null,
  -- In their order. `json`, not `jsonb`: it leaves as it was written.
  fields json not null,
  archived_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id)
);

create table form_submission (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  form_id text collate "C" not null,
  partner_id text collate "C",
  email text,
  -- By field id, as they were taken.
  fields json not null,
  -- What was sent beside the fields of the form and is kept with them.
  extra json,
  partner_objects json not null,
  status text collate "C" not null check (status in ('AUTO_ACCEPTED', 'PENDING', 'ACCEPTED', 'RETURNED', 'DECLINED', 'ERROR')),
  reason text,
  decided_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint form_submission_form_id_fkey foreign key (organisation_id, form_id) references form deferrable,
  constraint form_submission_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create index form_submission_form_idx on form_submission (organisation_id, form_id, id);
create index form_submission_partner_idx on form_submission (organisation_id, partner_id, id) where partner_id is not null;
