/** Registry types by the names of RegistryValueKind and of reg.exe. */
export const REGISTRY_TYPES: Readonly<Record<string, number>> = {
  string: 1,
  reg_sz: 1,
  expandstring: 2,
  reg_expand_sz: 2,
  binary: 3,
  reg_binary: 3,
  none: 0,
  reg_none: 0,
  dword: 4,
  reg_dword: 4,
  multistring: 7,
  reg_multi_sz: 7,
  qword: 11,
  reg_qword: 11,
};
