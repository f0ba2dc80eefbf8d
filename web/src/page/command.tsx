import classes from './command.module.css'
import { CopyButton } from './copy-button.tsx'

/** A text that is to be taken elsewhere exactly as it stands: a command, a key. */
export function Command({ text }: { text: string }) {
  return (
    <div className={classes['command']}>
      <code>{text}</code>
      <CopyButton text={text} />
    </div>
  )
}
