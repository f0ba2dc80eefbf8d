import type { SubmissionState } from '../../../src/utility/progress.ts'
import { Icon } from '../icons.tsx'
import { stateLooks } from './submission-state.ts'
import classes from './submissions.module.css'
import { texts } from './texts.ts'

/** A submission's state in a word. */
export function StateMark({ state }: { state: SubmissionState }) {
  const { mood, icon } = stateLooks[state]
  return (
    <span className={classes['mark']} data-mood={mood}>
      <Icon name={icon} size={16} />
      {texts.states[state]}
    </span>
  )
}
