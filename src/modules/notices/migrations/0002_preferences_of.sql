-- The mailbox whose preferences a notice goes by, in the form addresses are compared in. An SMS goes to a number, but what its reader wants stands under his mailbox.
-- Empty: none is known, or the notice is older than this.
alter table notices.notices add column preferences_of text not null default '';
