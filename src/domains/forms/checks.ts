import type { Check } from '#/kernel/check.ts'
import { findDifferences } from '#/platform/database/differences.ts'

/** What holds of forms in every healthy installation. */
export const formChecks: Check[] = [
  {
    name: 'no deal is left with a partner that was merged',
    find: findDifferences({
      differing: `select d.organisation_id, d.id, d.partner_id from deal d
        join partner p on p.organisation_id = d.organisation_id and p.id = d.partner_id where p.merged_into_id is not null`,
      sentence: `format('%s belongs to %s, which was merged', d.id, d.partner_id)`,
    }),
  },
  {
    name: 'the registration of every deal stands as its submission was decided',
    find: findDifferences({
      differing: `select d.organisation_id, d.id, d.status, s.id as submission, s.status as decided
        from deal d join form_submission s on s.organisation_id = d.organisation_id and s.id = d.form_submission_id
        where d.status not in ('EXPIRED', case s.status when 'DECLINED' then 'REJECTED' when 'PENDING' then 'PENDING' when 'RETURNED' then 'PENDING'
          else 'APPROVED' end) or d.status = 'EXPIRED' and s.status not in ('ACCEPTED', 'AUTO_ACCEPTED')`,
      sentence: `format('%s is %s, and its submission %s is %s', d.id, d.status, d.submission, d.decided)`,
    }),
  },
]
