export const workbench = {
  queuePanel: 'List of samples',
  labelPanel: 'Labels and objects',
}
