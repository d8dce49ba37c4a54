/**
 * Inquirer.js as its authors ship it now: a package a prompt. Two prompts are theirs; lists and secrets are drawn by
 * our own, of the same core: theirs draw a long secret character by character and do not search a list.
 */
export { default as confirm } from '@inquirer/confirm';
export {
  createPrompt,
  isBackspaceKey,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isUpKey,
  makeTheme,
  type Theme,
  useKeypress,
  usePagination,
  usePrefix,
  useState,
} from '@inquirer/core';
export { default as input } from '@inquirer/input';
