// An operator's act as the history and the event stream tell it.
using System.Text.Json.Serialization;

namespace Weir.Admin.Views.Live;

/// <summary>The fields are those of the log's <c>operator</c> event.</summary>
/// <param name="Timestamp">RFC 3339.</param>
/// <param name="Who">Address, user or <c>-</c>, and the uid where the kernel tells it.</param>
/// <param name="What"><c>drain</c>, <c>ready</c>, <c>maint</c>, <c>weight</c> or <c>reload</c>.</param>
/// <param name="Reason">Empty where none was given.</param>
public sealed record OperatorEventView(string Timestamp, string Who, string What, string Reason)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cluster { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Backend { get; init; }

    /// <summary>The new weight, where that is what was changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Weight { get; init; }

    public static OperatorEventView Of(OperatorAct act, DateTimeOffset now) =>
        new(BackendView.Rfc3339(now), act.Who, act.What, act.Reason)
        {
            Cluster = act.Cluster,
            Backend = act.Backend,
            Weight = act.Weight,
        };
}
