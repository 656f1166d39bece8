-- Mail that is to be sent, queued in the transaction of the change that it tells of.

create table mail (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  recipient text not null,
  subject text not null,
  -- It may hold a one-time link, so it goes as soon as it was sent.
  body text,
  state text not null default 'queued' check (state in ('queued', 'held', 'sent', 'failed')),
  attempts integer not null default 0,
  -- When it is sent, or sent again; while a node sends it, when another may think that node dead.
  due_at timestamptz(3) not null,
  error text,
  sent_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint mail_body_check check ((body is null) = (state = 'sent')),
  constraint mail_sent_at_check check ((sent_at is not null) = (state = 'sent'))
);
create index mail_due_idx on mail (organisation_id, due_at) where state = 'queued';
