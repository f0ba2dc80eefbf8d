import { Button, Group, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ListedReadingJson, ReadingAnswerJson } from '../../../src/readings/reading-schemas.ts'
import { Icon } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { counterText } from '../locale/numbers.ts'
import { Dialog } from '../page/dialog.tsx'
import { Facts } from '../page/facts.tsx'
import { useMay, useService } from '../service/service-context.ts'
import { useSiteZone } from '../sites/use-sites.ts'
import { CorrectionForm } from './correction-form.tsx'
import { DoubtConfirmation } from './doubt-confirmation.tsx'
import { ReadingHistory } from './reading-history.tsx'
import { texts } from './texts.ts'
import { Withdrawal } from './withdrawal.tsx'

interface ReadingDetailsProps {
  listed: ListedReadingJson
  onClose(): void
}

/** One reading with everything that can be done with it. */
export function ReadingDetails({ listed, onClose }: ReadingDetailsProps) {
  const service = useService()
  const mayCorrect = useMay('readings:correct')
  const zone = useSiteZone(listed.site)
  const { data } = useQuery({
    queryKey: ['records', listed.id],
    queryFn: () => service.get<ReadingAnswerJson>(`/records/${listed.id}`),
    initialData: { reading: listed, warnings: listed.warnings ?? [] },
    initialDataUpdatedAt: 0,
  })
  return (
    <Dialog title={`${texts.details} · ${instantText(data.reading.timestamp, zone)}`} size="lg" onClose={onClose}>
      <Stack gap="lg">
        <Facts facts={factsOf(data.reading)} />
        <PushLink id={listed.id} />
        <DoubtConfirmation answer={data} />
        {mayCorrect && <CorrectionForm key={data.reading.timestamp} reading={data.reading} />}
        <div>
          <Title order={3} size="h5">
            {texts.history.title}
          </Title>
          <ReadingHistory id={listed.id} site={listed.site} />
        </div>
        {mayCorrect && <Withdrawal id={listed.id} onDone={onClose} />}
      </Stack>
    </Dialog>
  )
}

function PushLink({ id }: { id: string }) {
  const navigate = useNavigate()
  if (!useMay('utility:push')) return null
  return (
    <Group>
      <Button
        variant="default"
        leftSection={<Icon name="utility" size={18} />}
        onClick={() => navigate({ to: '/utility/push', search: { reading: id } })}
      >
        {texts.push}
      </Button>
    </Group>
  )
}

function factsOf(reading: ReadingAnswerJson['reading']): [name: string, value: string | null][] {
  const { meterValue, inverterKwh, source, note, recordedAt, sheet } = reading
  const counter = (value: number | null): string | null =>
    value === null ? null : `${counterText(value)} ${texts.kilowattHours}`
  return [
    [texts.columns.meterValue, counter(meterValue)],
    [texts.columns.inverterKwh, counter(inverterKwh)],
    [texts.source, source],
    [texts.note, note],
    [texts.recorded, instantText(recordedAt)],
    [texts.sheet, sheet.row === undefined ? texts.pending : texts.row(sheet.row)],
  ]
}
