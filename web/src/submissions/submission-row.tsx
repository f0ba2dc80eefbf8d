import { Link } from '@tanstack/react-router'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import { instantText } from '../locale/instants.ts'
import { counterText } from '../locale/numbers.ts'
import rows from '../page/link-rows.module.css'
import { StateMark } from './state-mark.tsx'
import { sentenceOf } from './submission-state.ts'
import classes from './submissions.module.css'
import { texts } from './texts.ts'

export function SubmissionRow({ submission }: { submission: SubmissionJson }) {
  const { id, state, value, connector, createdAt, receipt } = submission
  return (
    <li className={`${rows['row']} ${classes['row']}`}>
      <Link to="/utility/submissions/$id" params={{ id }} className={`${rows['link']} ${classes['link']}`}>
        {counterText(value)} {texts.kilowattHours}
      </Link>
      <span className={classes['state']}>
        <StateMark state={state} />
      </span>
      <span className={classes['sentence']}>
        {receipt === null ? sentenceOf(submission) : texts.receiptIs(receipt)}
      </span>
      <span className={classes['origin']}>
        {instantText(createdAt)} · {connector}
      </span>
    </li>
  )
}
