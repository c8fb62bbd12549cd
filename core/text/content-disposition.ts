/** The header by which a file is shown in its place or kept, under its name (RFC 6266, RFC 8187). */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed())
  return `${kind}; filename*=UTF-8''${encoded.replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)}`
}
