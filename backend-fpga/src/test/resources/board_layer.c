/*
 * An OpenCL layer (OPENCL_LAYERS=libboard.so) that makes any device behave like an FPGA board: its type is
 * ACCELERATOR, it has no compiler and refuses source, it is programmed once, and its kernels are single work-items.
 * With BOARD_HANGS=1 in the environment no command ever ends once a kernel has been started.
 */
#define CL_TARGET_OPENCL_VERSION 300
#include <CL/cl.h>
#include <CL/cl_icd.h>
#include <CL/cl_layer.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct _cl_icd_dispatch *next;
static struct _cl_icd_dispatch ours;
static int programmed;
static volatile int hanging;

static cl_int CL_API_CALL get_device_ids(cl_platform_id platform, cl_device_type type, cl_uint entries,
                                         cl_device_id *devices, cl_uint *count) {
    if (type != CL_DEVICE_TYPE_ALL && type != CL_DEVICE_TYPE_DEFAULT && !(type & CL_DEVICE_TYPE_ACCELERATOR)) {
        if (count) *count = 0;
        return CL_DEVICE_NOT_FOUND;
    }
    return next->clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, entries, devices, count);
}

static cl_int CL_API_CALL get_device_info(cl_device_id device, cl_device_info name, size_t size, void *value,
                                          size_t *actual) {
    cl_int status = next->clGetDeviceInfo(device, name, size, value, actual);
    if (status != CL_SUCCESS || value == NULL) return status;
    if (name == CL_DEVICE_TYPE) *(cl_device_type *)value = CL_DEVICE_TYPE_ACCELERATOR;
    if (name == CL_DEVICE_COMPILER_AVAILABLE || name == CL_DEVICE_LINKER_AVAILABLE) *(cl_bool *)value = CL_FALSE;
    /* A board has memory of its own. */
    if (name == CL_DEVICE_HOST_UNIFIED_MEMORY) *(cl_bool *)value = CL_FALSE;
    return status;
}

static cl_program CL_API_CALL refuse_source(cl_context context, cl_uint count, const char **strings,
                                            const size_t *lengths, cl_int *status) {
    (void)context, (void)count, (void)strings, (void)lengths;
    if (status) *status = CL_COMPILER_NOT_AVAILABLE;
    return NULL;
}

static cl_program CL_API_CALL program_once(cl_context context, cl_uint count, const cl_device_id *devices,
                                           const size_t *lengths, const unsigned char **binaries, cl_int *accepted,
                                           cl_int *status) {
    if (programmed++) {
        if (status) *status = CL_DEVICE_NOT_AVAILABLE;
        return NULL;
    }
    return next->clCreateProgramWithBinary(context, count, devices, lengths, binaries, accepted, status);
}

static cl_int CL_API_CALL single_work_item(cl_command_queue queue, cl_kernel kernel, cl_uint dimensions,
                                           const size_t *offset, const size_t *global, const size_t *local,
                                           cl_uint waits, const cl_event *wait_list, cl_event *event) {
    for (cl_uint d = 0; d < dimensions; d++) {
        if (global[d] != 1) return CL_INVALID_GLOBAL_WORK_SIZE;
    }
    if (getenv("BOARD_HANGS")) hanging = 1;
    return next->clEnqueueNDRangeKernel(queue, kernel, dimensions, offset, global, local, waits, wait_list, event);
}

static void hang(void) {
    while (hanging) pause();
}

static cl_int CL_API_CALL get_event_info(cl_event event, cl_event_info name, size_t size, void *value, size_t *actual) {
    cl_int status = next->clGetEventInfo(event, name, size, value, actual);
    if (status == CL_SUCCESS && value != NULL && hanging && name == CL_EVENT_COMMAND_EXECUTION_STATUS) {
        *(cl_int *)value = CL_RUNNING;
    }
    return status;
}

static cl_int CL_API_CALL wait_for_events(cl_uint count, const cl_event *events) {
    hang();
    return next->clWaitForEvents(count, events);
}

static cl_int CL_API_CALL finish(cl_command_queue queue) {
    hang();
    return next->clFinish(queue);
}

CL_API_ENTRY cl_int CL_API_CALL clGetLayerInfo(cl_layer_info name, size_t size, void *value, size_t *actual) {
    if (name != CL_LAYER_API_VERSION) return CL_INVALID_VALUE;
    if (value && size >= sizeof(cl_layer_api_version)) *(cl_layer_api_version *)value = CL_LAYER_API_VERSION_100;
    if (actual) *actual = sizeof(cl_layer_api_version);
    return CL_SUCCESS;
}

CL_API_ENTRY cl_int CL_API_CALL clInitLayer(cl_uint entries, const struct _cl_icd_dispatch *target, cl_uint *count,
                                            const struct _cl_icd_dispatch **dispatch) {
    (void)entries;
    next = target;
    memset(&ours, 0, sizeof ours);
    ours.clGetDeviceIDs = get_device_ids;
    ours.clGetDeviceInfo = get_device_info;
    ours.clCreateProgramWithSource = refuse_source;
    ours.clCreateProgramWithBinary = program_once;
    ours.clEnqueueNDRangeKernel = single_work_item;
    ours.clGetEventInfo = get_event_info;
    ours.clWaitForEvents = wait_for_events;
    ours.clFinish = finish;
    *count = sizeof ours / sizeof ours.clGetPlatformIDs;
    *dispatch = &ours;
    return CL_SUCCESS;
}
