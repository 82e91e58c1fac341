import { useState } from 'react';

/** Permission to be told of a call while another tab or program is in front. */
export function AlertsSection() {
  const supported = 'Notification' in window;
  const [permission, setPermission] = useState(supported ? Notification.permission : 'denied');
  const ask = async () => setPermission(await Notification.requestPermission());
  return (
    <section aria-labelledby="alerts-heading">
      <h2 id="alerts-heading">When this page is hidden</h2>
      {permission === 'granted' ? <p className="soft">You are told of calls by a notification.</p> : null}
      {permission === 'default' ? (
        <>
          <p className="soft">Let this page tell you of calls while you look at something else.</p>
          <div className="actions">
            <button type="button" className="quiet-button" onClick={() => void ask()}>
              Allow notifications
            </button>
          </div>
        </>
      ) : null}
      {permission === 'denied' ? (
        <p className="soft">
          Notifications are off for this page. The phone rings all the same, as long as the page is open.
        </p>
      ) : null}
    </section>
  );
}
