import { Link } from '@tanstack/react-router'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import { instantText } from '../locale/instants.ts'
import rows from '../page/link-rows.module.css'
import { useKnownSites } from '../sites/use-sites.ts'
import { Mark } from '../submissions/state-mark.tsx'
import { texts as submissions } from '../submissions/texts.ts'
import type { ConnectorJson } from './connector.ts'
import classes from './connectors.module.css'
import { texts } from './texts.ts'

/** A connector with how it is: whether it works, what went last, what comes next. */
export function ConnectorRow({ connector, last }: { connector: ConnectorJson; last: SubmissionJson | undefined }) {
  const { name, type, restsUntil, nextRunAt } = connector
  return (
    <li className={`${rows['row']} ${classes['row']}`}>
      <Link to="/utility/connectors/$name" params={{ name }} className={`${rows['link']} ${classes['link']}`}>
        {name}
      </Link>
      <span className={classes['state']}>
        <ConnectorMark connector={connector} />
      </span>
      <span className={classes['kind']}>
        {texts.types[type].name}
        <SiteName site={connector.site} />
      </span>
      <span className={classes['times']}>
        {restsUntil && <span>{texts.rests(instantText(restsUntil))}</span>}
        <span>{last ? texts.last(submissions.states[last.state], instantText(last.createdAt)) : texts.never}</span>
        <span>{nextRunAt ? texts.next(instantText(nextRunAt)) : texts.byHand}</span>
      </span>
    </li>
  )
}

export function ConnectorMark({ connector: { enabled, stopped } }: { connector: ConnectorJson }) {
  if (stopped) return <Mark mood="bad" icon="warning" text={texts.stopped} />
  return enabled ? <Mark mood="good" icon="check" text={texts.on} /> : <Mark mood="off" icon="close" text={texts.off} />
}

function SiteName({ site }: { site: string }) {
  const { data: sites = [] } = useKnownSites()
  return sites.length > 1 && ` · ${sites.find((one) => one.site === site)?.name ?? site}`
}
