// Where an operator's act is noted: in the log, in the history, on the event stream.
using Weir.Admin.Traffic;
using Weir.Admin.Views.Live;

namespace Weir.Admin.Events;

/// <summary>Thread-safe. Told before the act is done, so that its effects come behind it.</summary>
internal sealed class OperatorNotes(IAdminControl control, ChangeLog changes, EventHub hub)
{
    public void Note(OperatorAct act)
    {
        control.Audit(act);
        var told = OperatorEventView.Of(act, DateTimeOffset.UtcNow);
        changes.Add(told);
        hub.PublishOperator(told);
    }
}
