import { z } from 'zod'

const count = z.int().nonnegative()

/** What an import did with each row. `errors` lists the first 10,000 faults; `errorsOmitted` counts the rest. */
export const ImportReport = z
  .strictObject({
    rows: count,
    created: count,
    updated: count,
    unchanged: count,
    refused: count,
    dryRun: z.boolean(),
    columns: z.array(z.strictObject({ header: z.string(), field: z.string() })).meta({
      description: 'How the columns were read, from left to right, without those that are ignored.',
    }),
    ignoredColumns: z.array(z.string()),
    errors: z.array(
      z.strictObject({
        line: z.int().positive().meta({ description: 'Where the row begins in the file; the first line is 1.' }),
        column: z.string().nullable().meta({ description: 'The column at fault; null for the row as a whole.' }),
        reason: z.string(),
        value: z.string().optional().meta({ description: 'The cell, at most 200 characters of it.' }),
      }),
    ),
    errorsOmitted: count,
  })
  .meta({
    id: 'ImportReport',
    examples: [
      {
        rows: 120,
        created: 80,
        updated: 12,
        unchanged: 27,
        refused: 1,
        dryRun: false,
        columns: [
          { header: 'Company', field: 'name' },
          { header: 'Website', field: 'domain' },
        ],
        ignoredColumns: ['City'],
        errors: [
          {
            line: 14,
            column: null,
            reason: 'The row has 3 cells and the header 4. Enclose a cell that holds a delimiter in quotation marks.',
          },
        ],
        errorsOmitted: 0,
      },
    ],
  })
export type ImportReport = z.infer<typeof ImportReport>
