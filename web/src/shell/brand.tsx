import classes from './shell.module.css'
import { texts } from './texts.ts'

export function Brand() {
  return (
    <span className={classes['brand']}>
      <img src="/icon.svg" alt="" width={28} height={28} />
      {texts.name}
    </span>
  )
}
