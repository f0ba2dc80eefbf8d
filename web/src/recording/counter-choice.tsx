import { UnstyledButton } from '@mantine/core'
import type { CounterField } from '../../../src/readings/counter.ts'
import { Icon } from '../icons.tsx'
import classes from './recording.module.css'
import { texts } from './texts.ts'

interface CounterChoiceProps {
  value: CounterField
  onChange(field: CounterField): void
}

const icons = { meterValue: 'meter', inverterKwh: 'sun' } as const

export function CounterChoice({ value, onChange }: CounterChoiceProps) {
  return (
    <fieldset className={classes['choice']}>
      <legend className="visually-hidden">{texts.counter}</legend>
      {(['meterValue', 'inverterKwh'] as const).map((field) => (
        <UnstyledButton
          key={field}
          type="button"
          className={classes['option']}
          aria-pressed={field === value}
          onClick={() => onChange(field)}
        >
          <Icon name={icons[field]} />
          {texts.counters[field]}
        </UnstyledButton>
      ))}
    </fieldset>
  )
}
