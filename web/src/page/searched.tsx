import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Icon } from '../icons.tsx'
import { Empty } from './empty.tsx'

interface SearchedProps<Item> {
  items: readonly Item[]
  /** In which the search looks. */
  textOf(item: Item): string
  /** What the field is called, and what is said where nothing is found. */
  texts: { find: string; notFound: string; notFoundHint: string }
  children: (found: readonly Item[]) => ReactNode
}

const few = 6

/** A list with a search above it where it is long. */
export function Searched<Item>({ items, textOf, texts, children }: SearchedProps<Item>) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = items.filter((item) => textOf(item).toLowerCase().includes(wanted))
  return (
    <>
      {items.length > few && (
        <TextInput
          type="search"
          aria-label={texts.find}
          placeholder={texts.find}
          leftSection={<Icon name="search" size={18} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {found.length === 0 ? <Empty icon="search" title={texts.notFound} hint={texts.notFoundHint} /> : children(found)}
    </>
  )
}
