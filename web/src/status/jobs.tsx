import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { JobJson } from '../../../src/operations/status-routes.ts'
import { Icon } from '../icons.tsx'
import { Age } from '../page/age.tsx'
import { QueryView } from '../page/query-view.tsx'
import { Section } from '../page/section.tsx'
import classes from './jobs.module.css'
import { texts } from './texts.ts'
import { sheetPrefix, useJobs } from './use-jobs.ts'

const fewSheets = 5

/** What the service does by itself. */
export function Jobs() {
  return (
    <Section title={texts.jobs}>
      <QueryView query={useJobs()}>{(jobs) => <JobsTable jobs={jobs} />}</QueryView>
    </Section>
  )
}

function JobsTable({ jobs }: { jobs: readonly JobJson[] }) {
  const [areAllShown, { open }] = useDisclosure(false)
  const quietSheets = jobs.filter(({ name, outcome }) => name.startsWith(sheetPrefix) && outcome !== 'failed')
  const isFolded = !areAllShown && quietSheets.length > fewSheets
  const shown = isFolded ? jobs.filter((job) => !quietSheets.includes(job)) : jobs
  return (
    <>
      <table className={classes['table']} aria-label={texts.jobs}>
        <thead>
          <tr>
            {Object.entries(texts.columns).map(([name, label]) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((job) => (
            <JobRow key={job.name} job={job} />
          ))}
        </tbody>
      </table>
      {isFolded && (
        <Button variant="default" mt="sm" onClick={open}>
          {texts.moreSheets(quietSheets.length)}
        </Button>
      )}
    </>
  )
}

function JobRow({ job }: { job: JobJson }) {
  const { name, description } = textsOf(job)
  const { lastRunAt, nextRunAt, outcome, detail } = job
  return (
    <tr>
      <th scope="row">
        {name}
        <span className={classes['hint']}>{description}</span>
      </th>
      <td data-label={texts.columns.last}>{lastRunAt ? <Age timestamp={lastRunAt} /> : texts.never}</td>
      <td data-label={texts.columns.outcome}>
        {outcome && (
          <span className={classes['outcome']} data-outcome={outcome}>
            <Icon name={outcome === 'ok' ? 'check' : 'warning'} size={16} />
            {outcome === 'ok' ? texts.ok : texts.failed}
          </span>
        )}
        {outcome ? <span className={classes['hint']}>{detail}</span> : texts.none}
      </td>
      <td data-label={texts.columns.next}>{nextRunAt ? <Age timestamp={nextRunAt} /> : texts.none}</td>
    </tr>
  )
}

function textsOf({ name, description }: JobJson): { name: string; description: string } {
  if (name.startsWith(sheetPrefix))
    return { name: texts.sheetJob(name.slice(sheetPrefix.length)), description: texts.sheetJobHint }
  return texts.known[name] ?? { name, description }
}
