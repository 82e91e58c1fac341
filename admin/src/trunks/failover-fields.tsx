import { choicesOf } from '../parts/choices.ts';
import { FieldRow } from '../parts/field-row.tsx';
import { NumberField, SelectField, TagsField } from '../parts/fields.tsx';
import { useFormText } from '../text/form-text.ts';
import type { TrunkFormPart } from './trunk-form-values.ts';

export function FailoverFields(part: TrunkFormPart) {
  const { trunkForm: text } = useFormText();
  const { seconds } = text;
  return (
    <>
      <FieldRow>
        <NumberField
          {...part}
          path="failover.answerTimeoutSeconds"
          text={text.answerTimeoutSeconds}
          unit={seconds}
          decimals
        />
        <NumberField
          {...part}
          path="failover.postDialLimitSeconds"
          text={text.postDialLimitSeconds}
          unit={seconds}
          decimals
        />
      </FieldRow>
      <TagsField {...part} path="failover.statuses" text={text.statuses} numeric />
      <FieldRow cols={3}>
        <NumberField
          {...part}
          path="health.optionsIntervalSeconds"
          text={text.optionsIntervalSeconds}
          unit={seconds}
        />
        <NumberField {...part} path="health.downAfter" text={text.downAfter} />
        <NumberField {...part} path="health.upAfter" text={text.upAfter} />
      </FieldRow>
      <FieldRow>
        <SelectField
          {...part}
          path="sessionTimers.mode"
          text={text.sessionTimerMode}
          choices={choicesOf(text.sessionTimerModes)}
        />
        <NumberField
          {...part}
          path="sessionTimers.expiresSeconds"
          text={text.sessionExpiresSeconds}
          unit={seconds}
        />
      </FieldRow>
    </>
  );
}

export function LimitFields(part: TrunkFormPart) {
  const { trunkForm: text } = useFormText();
  return (
    <FieldRow cols={3}>
      <NumberField {...part} path="limits.concurrentCalls" text={text.concurrentCalls} nullable />
      <NumberField {...part} path="limits.callsPerSecond" text={text.callsPerSecond} nullable decimals />
      <NumberField {...part} path="limits.spendPerDay" text={text.spendPerDay} nullable decimals />
    </FieldRow>
  );
}
