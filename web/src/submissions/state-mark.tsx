import type { SubmissionState } from '../../../src/utility/submissions/progress.ts'
import { Icon, type IconName } from '../icons.tsx'
import { type Mood, stateLooks } from './submission-state.ts'
import classes from './submissions.module.css'
import { texts } from './texts.ts'

/** A submission's state in a word. */
export function StateMark({ state }: { state: SubmissionState }) {
  return <Mark {...stateLooks[state]} text={texts.states[state]} />
}

/** How something is, in a word. */
export function Mark({ mood, icon, text }: { mood: Mood; icon: IconName; text: string }) {
  return (
    <span className={classes['mark']} data-mood={mood}>
      <Icon name={icon} size={16} />
      {text}
    </span>
  )
}
