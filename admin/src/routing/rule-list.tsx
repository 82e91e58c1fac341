import {
  type Announcements,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ActionIcon, Alert, Badge, Card, Group, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react';
import { contentOf, ifMatch } from '@tandem/api-client';
import { type RoutingRule, routingRules } from '@tandem/api-types/routing';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import { useUndo } from '../changes/use-undo.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { useFormText } from '../text/form-text.ts';
import { moved } from './rule-order.ts';
import { ruleText } from './rule-text.ts';

export interface RuleListProps {
  /** In the order in which they are asked. */
  readonly rules: readonly RoutingRule[];
  readonly orderVersion: number;
  readonly onEdit: (rule: RoutingRule) => void;
}

/** The rules from the first that is asked to the last; each can be dragged, by keyboard too. */
export function RuleList({ rules, orderVersion, onEdit }: RuleListProps) {
  const session = useSession();
  const { routing: text } = useFormText();
  const order = useOrder(rules, orderVersion);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const ids = rules.map(({ id }) => id);
  const dropped = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id)
      order.move(ids.indexOf(String(active.id)), ids.indexOf(String(over.id)));
  };
  const mayMove = session.may('routing:write') && !order.isSaving;
  return (
    <>
      {order.refusal ? (
        <Alert color="red" role="alert" mb="sm">
          {order.refusal.message}
        </Alert>
      ) : null}
      <DndContext
        sensors={sensors}
        onDragEnd={dropped}
        accessibility={{
          announcements: useAnnouncements(rules),
          screenReaderInstructions: { draggable: text.instructions },
        }}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <Stack component="ol" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={text.rules}>
            {rules.map((rule, index) => (
              <RuleCard
                key={rule.id}
                rule={rule}
                place={index + 1}
                onEdit={() => onEdit(rule)}
                onUp={mayMove && index > 0 ? () => order.move(index, index - 1) : null}
                onDown={mayMove && index < rules.length - 1 ? () => order.move(index, index + 1) : null}
                disabled={!mayMove}
              />
            ))}
          </Stack>
        </SortableContext>
      </DndContext>
    </>
  );
}

/** Puts the rules into another order, which is seen at once and taken back when the server refuses it. */
function useOrder(rules: readonly RoutingRule[], orderVersion: number) {
  const session = useSession();
  const queries = useQueryClient();
  const undo = useUndo();
  const { routing: text } = useFormText();
  const saving = useMutation({
    mutationFn: ({ order }: { order: readonly RoutingRule[]; name: string; place: number }) =>
      contentOf(
        session.api.PUT('/api/v1/routing/rule-order', {
          params: { header: ifMatch(orderVersion) },
          body: { ids: order.map(({ id }) => id) },
        }),
        routingRules,
      ),
    onMutate: ({ order }) => queries.setQueryData(['routing-rules'], { rules: order, orderVersion }),
    onSuccess: (saved, { name, place }) => {
      queries.setQueryData(['routing-rules'], saved);
      undo({
        kind: 'routing-rule-order',
        resourceId: 'order',
        label: text.order,
        sentence: text.moved(name, place),
      });
    },
    onError: () => queries.setQueryData(['routing-rules'], { rules, orderVersion }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['routing-rules'] }),
  });
  return {
    move: (from: number, to: number) =>
      saving.mutate({ order: moved(rules, from, to), name: rules[from]?.name ?? '', place: to + 1 }),
    isSaving: saving.isPending,
    refusal: saving.error,
  };
}

/** What a screen reader says while a rule is moved. */
function useAnnouncements(rules: readonly RoutingRule[]): Announcements {
  const { routing: text } = useFormText();
  const nameOf = (id: string | number) => rules.find((rule) => rule.id === id)?.name ?? '';
  const placeOf = (id: string | number) => rules.findIndex((rule) => rule.id === id) + 1;
  return {
    onDragStart: ({ active }) => text.pickedUp(nameOf(active.id), placeOf(active.id)),
    onDragOver: ({ active, over }) => text.over(nameOf(active.id), placeOf(over?.id ?? active.id)),
    onDragEnd: ({ active, over }) => text.dropped(nameOf(active.id), placeOf(over?.id ?? active.id)),
    onDragCancel: ({ active }) => text.cancelled(nameOf(active.id)),
  };
}

interface RuleCardProps {
  readonly rule: RoutingRule;
  /** From 1. */
  readonly place: number;
  readonly onEdit: () => void;
  /** Null when it cannot go there. */
  readonly onUp: (() => void) | null;
  readonly onDown: (() => void) | null;
  readonly disabled: boolean;
}

function RuleCard({ rule, place, onEdit, onUp, onDown, disabled }: RuleCardProps) {
  const texts = useFormText();
  const text = texts.routing;
  const sortable = useSortable({ id: rule.id, disabled });
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    sortable;
  const style = {
    transform: CSS.Translate.toString(transform),
    transition,
    ...(isDragging
      ? { zIndex: 2, position: 'relative' as const, boxShadow: 'var(--mantine-shadow-md)' }
      : {}),
  };
  return (
    <Card component="li" ref={setNodeRef} style={style} padding="sm">
      <Group wrap="nowrap" gap="sm">
        <ActionIcon
          {...attributes}
          {...listeners}
          ref={setActivatorNodeRef}
          variant="subtle"
          color="gray"
          disabled={disabled}
          aria-label={text.drag(rule.name)}
          style={{ cursor: 'grab', touchAction: 'none' }}
        >
          <IconGripVertical size={18} aria-hidden />
        </ActionIcon>
        <Text size="sm" c="dimmed" w={20} ta="right">
          {place}
        </Text>
        <div style={{ flex: 1, minWidth: 0 }}>
          <Group gap="xs">
            <LinkButton onClick={onEdit}>{rule.name}</LinkButton>
            {rule.enabled ? null : <Badge color="gray">{text.off}</Badge>}
          </Group>
          <Text size="sm" c="dimmed" lineClamp={2}>
            {ruleText(rule, texts)}
          </Text>
        </div>
        <MoveButton label={text.up(rule.name)} icon={IconArrowUp} onMove={onUp} />
        <MoveButton label={text.down(rule.name)} icon={IconArrowDown} onMove={onDown} />
      </Group>
    </Card>
  );
}

interface MoveButtonProps {
  readonly label: string;
  readonly icon: typeof IconArrowUp;
  readonly onMove: (() => void) | null;
}

function MoveButton({ label, icon: Arrow, onMove }: MoveButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      disabled={onMove === null}
      onClick={() => onMove?.()}
    >
      <Arrow size={16} aria-hidden />
    </ActionIcon>
  );
}
