export { createFileLock } from '../../store/file-lock.ts';
export { createFileObjects } from '../../store/file-objects.ts';
export * from '../../store/index.ts';
