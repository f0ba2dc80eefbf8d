import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import '@mantine/core/styles/Overlay.css'
import { Modal, type ModalProps } from '@mantine/core'
import { texts } from '../shell/texts.ts'
import classes from './dialog.module.css'

interface DialogProps {
  title: string
  size?: ModalProps['size']
  onClose(): void
  children: ModalProps['children']
}

// A page has one banner already; the head of a dialog is none.
const attributes = { header: { role: 'presentation' } }

/** A window over the page. It is there as long as it is open. */
export function Dialog({ title, size = 'md', onClose, children }: DialogProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      size={size}
      title={title}
      classNames={{ title: classes['title'] ?? '' }}
      attributes={attributes}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      {children}
    </Modal>
  )
}
