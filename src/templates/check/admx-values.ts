import { childElements, localName, textOf, type XmlElement } from '../../text/xml-tree.ts';
import { all, attribute, descendants, elementsOf, writtenValues } from './admx-tree.ts';
import { POLICY_KEY } from '../../schema/forms.ts';
import type { FormFault } from './fault.ts';

/** What the policies write, against what Claude Desktop reads: REG_SZ directly under one key, never empty. */
export function checkValues(admx: XmlElement, found: FormFault[]): void {
  const seen = new Set<string>();
  for (const { key, valueName, element } of writtenValues(admx)) {
    if (key.toLowerCase() !== POLICY_KEY.toLowerCase())
      found.push(
        fault(
          'wrong-key',
          element,
          `${valueName} is written under another key than ${POLICY_KEY}, which is never read.`,
        ),
      );
    if (seen.has(valueName.toLowerCase()))
      found.push(
        fault('value-twice', element, `${valueName} is written by more than one policy or element.`),
      );
    seen.add(valueName.toLowerCase());
  }
  for (const policy of all(admx, 'policy')) {
    for (const element of elementsOf(policy)) checkElement(element, found);
    for (const element of descendants(policy)) checkConstant(element, found);
  }
}

function checkElement(element: XmlElement, found: FormFault[]): void {
  const kind = localName(element.name);
  const on = (name: string): boolean => ['true', '1'].includes(attribute(element, name) ?? '');
  if (kind === 'list' || kind === 'multiText' || kind === 'longDecimal')
    found.push(fault('unread-type', element, `What <${kind}> writes is never read; use a <text> of JSON.`));
  if (on('expandable'))
    found.push(
      fault(
        'unread-type',
        element,
        'Expandable text is written as REG_EXPAND_SZ, which hides HKCU and is not read; leave expandable out.',
      ),
    );
  if (['text', 'decimal', 'enum'].includes(kind) && !on('required'))
    found.push(
      fault(
        'empty-value',
        element,
        'Enabled with nothing entered writes an empty value, which counts as a policy; set required="true".',
      ),
    );
  if (kind === 'text' && !element.attributes.has('maxLength'))
    found.push(fault('default-length', element, 'Without maxLength the text is cut at 1023 characters.'));
  if (kind === 'decimal' && !element.attributes.has('maxValue'))
    found.push(fault('default-maximum', element, 'Without maxValue no number above 9999 can be entered.'));
  if (kind === 'decimal' && !on('storeAsText'))
    found.push(
      fault(
        'number-type',
        element,
        'The number is written as REG_DWORD; with storeAsText="true" it is text, as documented.',
        'warning',
      ),
    );
}

/** Constants that a state of the policy writes. */
function checkConstant(element: XmlElement, found: FormFault[]): void {
  if (
    !['enabledValue', 'disabledValue', 'trueValue', 'falseValue', 'value'].includes(localName(element.name))
  )
    return;
  for (const value of childElements(element)) {
    if (localName(value.name) === 'string' && textOf(value) === '')
      found.push(
        fault(
          'empty-value',
          value,
          `<${element.name}> writes an empty text, which counts as a policy; write a value.`,
        ),
      );
  }
}

function fault(
  rule: string,
  element: XmlElement,
  message: string,
  severity: FormFault['severity'] = 'error',
): FormFault {
  return { rule, severity, message, position: element.position };
}
