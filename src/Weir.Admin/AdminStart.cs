// The outcome of starting the admin API.
namespace Weir.Admin;

/// <summary>Either a running server or, in words for the user, why there is none.</summary>
public readonly record struct AdminStart(AdminServer? Server, string? Problem);
