// The kinds of events that a reader of the event stream may ask for.
namespace Weir.Admin.Events;

[Flags]
internal enum EventKinds
{
    None = 0,
    Metrics = 1,
    Backend = 2,
    Traffic = 4,
    Operator = 8,

    /// <summary>What comes when nothing was asked for.</summary>
    Default = Metrics | Backend,
}
