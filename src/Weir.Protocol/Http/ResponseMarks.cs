// Via, Date and X-Request-Id of a response, as edits.
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http;

public static class ResponseMarks
{
    /// <summary>Adds our marks to a final response.</summary>
    /// <param name="head">The response's.</param>
    /// <param name="via">Our member of Via (RFC 9110 §7.6.3).</param>
    /// <param name="requestId">The request id in force, ASCII; replaces the backend's own. Empty: none is sent.</param>
    /// <param name="date">An IMF-fixdate (RFC 9110 §5.6.7), added where the response has no Date (§6.6.1). Empty: none is added.</param>
    /// <param name="edits">Where they are added.</param>
    public static void Edit(
        ResponseHead head,
        ReadOnlySpan<byte> via,
        ReadOnlySpan<byte> requestId,
        ReadOnlySpan<byte> date,
        HeadEdits edits
    )
    {
        edits.Add(FieldName.Via, via);
        if (!date.IsEmpty && !head.Fields.Contains(FieldName.Date))
        {
            edits.Add(FieldName.Date, date);
        }

        edits.Remove(FieldName.XRequestId);
        if (!requestId.IsEmpty)
        {
            edits.Add(FieldName.XRequestId, requestId);
        }
    }
}
