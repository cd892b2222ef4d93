// An answer of the admin API.
namespace Weir.SystemTests.Support;

public sealed record AdminAnswer(int Status, string Body);
