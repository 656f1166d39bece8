import { Button } from '@mantine/core'
import { Download } from 'lucide-react'

/** Downloads payouts as a CSV file, as finance software reads it. */
export function ExportButton({ batchId, stage }: { batchId?: string; stage?: string }) {
  const query = new URLSearchParams({ ...(batchId && { batchId }), ...(stage && { stage }) }).toString()
  return (
    <Button
      component="a"
      href={`/api/v1/exports/payouts${query && `?${query}`}`}
      download={batchId ? `payouts-${batchId}.csv` : 'payouts.csv'}
      variant="default"
      leftSection={<Download size={16} aria-hidden />}
    >
      Export
    </Button>
  )
}
