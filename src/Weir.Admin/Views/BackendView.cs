// A backend as the API and the event stream show it.
using System.Globalization;
using System.Text.Json.Serialization;
using Weir.Admin.Traffic;
using Weir.Proxy.Backends;

namespace Weir.Admin.Views;

/// <summary>One backend at one moment; <see cref="LastCheck"/> is in RFC 3339, null before the first check.</summary>
public record BackendView(
    string Address,
    string Health,
    string State,
    int Weight,
    int InUse,
    int Idle,
    string? LastCheck,
    string? LastCheckOutcome
)
{
    /// <summary>Without checks: it was found unhealthy and has not answered since; left out where that is not so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OnTrial { get; init; }

    /// <summary>What an operator ordered of it last; left out where nobody did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderView? Order { get; init; }

    /// <summary>Median milliseconds from sending a request to the head of its response, in the last seconds; null without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AnswerMs { get; init; }

    /// <summary>Share of its responses in the last seconds that are 5xx, 0 to 1; null without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ErrorShare { get; init; }

    internal static BackendView Of(BackendState backend, RecentAnswers? recent) =>
        Of(backend) with
        {
            AnswerMs = recent?.AnswerMs,
            ErrorShare = recent?.ErrorShare,
        };

    public static BackendView Of(BackendState backend)
    {
        long checkedMs = backend.LastCheckUnixMs;
        return new BackendView(
            backend.Address,
            HealthText(backend.Health.Status),
            StateText(backend.Admin),
            backend.Weight,
            backend.InUse,
            backend.Idle,
            checkedMs == 0 ? null : Rfc3339(DateTimeOffset.FromUnixTimeMilliseconds(checkedMs)),
            backend.LastCheckOutcome is { Length: > 0 } outcome ? outcome : null
        )
        {
            OnTrial = backend.Health.IsOnTrial,
            Order = OrderView.Of(backend.Orders),
        };
    }

    internal static string Rfc3339(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string HealthText(HealthStatus status) =>
        status switch
        {
            HealthStatus.Healthy => "healthy",
            HealthStatus.Unhealthy => "unhealthy",
            _ => "unknown",
        };

    private static string StateText(AdminState state) =>
        state switch
        {
            AdminState.Drain => "drain",
            AdminState.Maint => "maint",
            _ => "ready",
        };
}
