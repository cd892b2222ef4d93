// A backend as the API and the event stream show it.
using System.Globalization;
using System.Text.Json.Serialization;
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
    /// <summary>What an operator ordered of it last; left out where nobody did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderView? Order { get; init; }

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
