import { ActionIcon } from '@mantine/core'
import { useState } from 'react'
import { Icon } from '../icons.tsx'
import { texts } from '../shell/texts.ts'

/** Copies a text; nothing where the browser does not let pages do that, which needs HTTPS. */
export function CopyButton({ text }: { text: string }) {
  const [isCopied, setIsCopied] = useState(false)
  if (!window.isSecureContext) return null
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setIsCopied(true)
  }
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.copy} title={texts.copy} onClick={copy}>
        <Icon name={isCopied ? 'check' : 'copy'} />
      </ActionIcon>
      <span className="visually-hidden" role="status">
        {isCopied && texts.copied}
      </span>
    </>
  )
}
